// Decisions about files: when one is held, repaired, let go on. Reasons, or null when all is well.
const strict: readonly string[] = ['stock', 'prices']
const rejects_bp_max = 200

/** U4: stock and prices with more than 2 % refused rows are held as a whole: more is wrong than the rows. */
export const mayBeFew = (kind: string, rows: number, rejected: number) =>
  !strict.includes(kind) || rejected * 10_000 <= rows * rejects_bp_max

export function whyNotRepair(file_state: string, row_state: string) {
  if (row_state !== 'rejected') return 'row_not_rejected'
  return file_state === 'held' || file_state === 'done' ? null : 'import_not_open'
}

export function whyNotRelease(file: { state: string; held_for: string | null; dry_run: boolean }) {
  if (file.held_for === 'unreadable') return 'import_unreadable'
  if (file.dry_run) return 'import_dry_run'
  return file.state === 'held' || file.state === 'done' ? null : 'import_not_open'
}
