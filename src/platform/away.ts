// How it shows that the database went away under whoever asked: what was asked is undone, or is found again
// by its key.
const codes = [
  // of the driver
  'CONNECTION_(CLOSED|ENDED|DESTROYED)',
  'CONNECT_TIMEOUT',
  // of the database: it ends, a transaction was left alone for too long, a word was cut
  '57P0[123]',
  '25P03',
  '08(00\\d|P01)',
  // of the system
  'ECONN\\w+',
  'E(PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN)',
]
const away = new RegExp(`^(${codes.join('|')})$`)

export const isAway = (error: unknown) => away.test((error as { code?: string } | null)?.code ?? '')
