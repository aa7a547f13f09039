// Types of claim.mjs.
export type Holder = { pid: number; note: string }
export type Claim = { note(text: string): void; release(): void }
export class Claimed extends Error {
  holder: Holder
}
export function birthMark(pid: number): string | null
export function claim(
  dir: string,
  options?: { note?: string; wait_ms?: number; onWait?: (holder: Holder) => void },
): Promise<Claim>
export function register(dir: string): { name: string; leave(): void }
export function claimants(dir: string): (Holder & { name: string; held: boolean })[]
