// Who needs no number sees its shape.

/** 138****0000 */
export const maskPhone = (phone: string | null) => phone && phone.replace(/^(\d{3})\d+(\d{4})$/, '$1****$2')

/** 王** · J*** */
export const maskName = (name: string) => {
  const [first = ''] = [...name]
  return first + '*'.repeat(Math.max(1, Math.min(3, [...name].length - 1)))
}

/** l***@example.com */
export const maskEmail = (email: string | null) => email && email.replace(/^(.)[^@]*/, '$1***')
