// A contract is a list of checks that every implementation of an extension point passes. Each check makes
// its own ids, so that they may run against the test account of a real partner, again and again.
export type Check<T> = { name: string; run: (made: T) => Promise<void> }
export type Verdict = { name: string; failure: string | null }

class Broken extends Error {}
export function must(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Broken(otherwise)
}

/** Whether a promise rejects, and with what. */
export async function rejection(asked: Promise<unknown>): Promise<unknown> {
  try {
    await asked
    return null
  } catch (error) {
    return error ?? new Error('rejected with nothing')
  }
}

const check_ms_max = 30_000

async function verdictOf<T>({ name, run }: Check<T>, made: T): Promise<Verdict> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Broken('no answer in thirty seconds')), check_ms_max)
  })
  try {
    await Promise.race([run(made), late])
    return { name, failure: null }
  } catch (error) {
    return { name, failure: error instanceof Error ? error.message : String(error) }
  } finally {
    clearTimeout(timer)
  }
}

export async function runChecks<T>(checks: readonly Check<T>[], made: T): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (const check of checks) verdicts.push(await verdictOf(check, made))
  return verdicts
}
