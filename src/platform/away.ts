// How it shows that the database went away under whoever asked: what was asked is undone, or is found again
// by its key.
const away =
  /^(CONNECTION_(CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT|57P0[123]|25P03|08(00\d|P01)|ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/

export const isAway = (error: unknown) => away.test((error as { code?: string } | null)?.code ?? '')
