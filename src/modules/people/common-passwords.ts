// Passwords that whoever guesses tries first, and what is as easy to guess as they are. Pure.

const stems =
  `password passw0rd p@ssword p@ssw0rd qwerty qwertyui qwertyuiop asdfghjk asdfghjkl zxcvbnm iloveyou
  sunshine princess football baseball superman starwars whatever trustno1 letmein welcome michael jennifer
  computer  internet abcdefg abcdefgh abcd abc aa qaz wsx qazwsx qazwsxedc qwe asd zxc wang woaini
  woaini1314 woaiwojia nihao zhang liwei admin
  administrator root test demo changeme secret master dragon monkey shadow zhuguang`
    .split(/\s+/)
    .filter(Boolean)
const digits = [
  '',
  '1',
  '12',
  '123',
  '1234',
  '12345',
  '123456',
  '520',
  '521',
  '1314',
  '5201314',
  '888',
  '666',
]
const runs = [
  '01234567890123456789',
  '98765432109876543210',
  '1qaz2wsx3edc4rfv',
  'q1w2e3r4t5y6',
  '1q2w3e4r5t6y',
]
const known = new Set(stems.flatMap((stem) => digits.flatMap((tail) => [stem + tail, tail + stem])))
const different_min = 4

/** True for a listed password, a keyboard run, few different characters, or the account's own address. */
export function isCommonPassword(password: string, email = ''): boolean {
  const plain = password.toLowerCase().replace(/[!.@#_-]+$/, '')
  return (
    known.has(plain) ||
    runs.some((run) => run.includes(plain)) ||
    new Set(plain).size < different_min ||
    plain === email.toLowerCase() ||
    plain === email.toLowerCase().split('@')[0]
  )
}
