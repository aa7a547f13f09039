// Who needs no number sees its shape.

/** 138****0000 */
export const maskPhone = (phone: string | null) => phone && phone.replace(/^(\d{3})\d+(\d{4})$/, '$1****$2')

/** l***@example.com */
export const maskEmail = (email: string | null) => email && email.replace(/^(.)[^@]*/, '$1***')
