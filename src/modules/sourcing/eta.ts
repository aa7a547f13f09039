// Time of arrival as a sum of independent steps. The sum is matched by its first two moments to a gamma
// distribution, whose quantiles come from Wilson & Hilferty (1931): (X/k·θ)^(1/3) is close to normal.

export type Step = { mean_min: number; sd_min: number }

type Gamma = { shape: number; scale: number }

function matched(steps: readonly Step[]): Gamma {
  const mean = steps.reduce((sum, step) => sum + step.mean_min, 0)
  const variance = steps.reduce((sum, step) => sum + step.sd_min ** 2, 0)
  return { shape: mean ** 2 / Math.max(variance, 1e-9), scale: variance / Math.max(mean, 1e-9) }
}

const acklam_a = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
  2.506628277459239,
]
const acklam_b = [
  -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572,
]
const zelen_severo = [1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.31938153]

/** Horner's rule, the highest power first. */
const polynomial = (coefficients: readonly number[], x: number) =>
  coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0)

/**
 * Standard normal quantile, Acklam's rational approximation, |error| < 1.2e-9 in the middle region we
 * use.
 */
function normalQuantile(p: number): number {
  const q = p - 0.5
  const r = q * q
  const numerator = polynomial(acklam_a, r)
  const denominator = polynomial(acklam_b, r) * r + 1
  return (numerator * q) / denominator
}

/** Standard normal distribution function, Zelen & Severo (Abramowitz & Stegun 26.2.17), |error| < 7.5e-8. */
function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const d = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  const poly = polynomial(zelen_severo, t) * t
  return z >= 0 ? 1 - d * poly : d * poly
}

/** Minutes by which the sum of steps is over with probability `p` (0.1 … 0.95). */
export function quantileMin(steps: readonly Step[], p: number): number {
  const { shape, scale } = matched(steps)
  const c = 1 / (9 * shape)
  return shape * scale * Math.max(0, 1 - c + normalQuantile(p) * Math.sqrt(c)) ** 3
}

/** Probability that the sum of steps takes longer than `limit_min`. */
export function lateProbability(steps: readonly Step[], limit_min: number): number {
  if (limit_min <= 0) return 1
  const { shape, scale } = matched(steps)
  const c = 1 / (9 * shape)
  return 1 - normalCdf((Math.cbrt(limit_min / (shape * scale)) - 1 + c) / Math.sqrt(c))
}
