// The mark: a house with its light falling out of the window. One drawing for header, icon and favicon.

/** The mark in currentColor with the amber of the tokens; decoration beside the written name. */
export const logoMark = (size_px = 28): string =>
  `<svg viewBox="0 0 32 32" width="${size_px}" height="${size_px}" aria-hidden="true" focusable="false">` +
  `<path d="M3 29V11L16 3l13 8v18z" fill="none" stroke="currentColor" stroke-width="2.4"` +
  ` stroke-linejoin="round"/>` +
  `<path d="M11 13h7v7h-7z" fill="var(--light)"/>` +
  `<path d="M18 20l8 7.8h-8.5L11 20z" fill="var(--light)" opacity=".5"/></svg>`

/** A file of its own for favicon and home screen: own colours, night-blue ground, safe zone inside. */
export const appIcon = (): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">` +
  `<rect width="64" height="64" rx="14" fill="#16233B"/>` +
  `<path d="M14 50V26l18-12 18 12v24z" fill="#22345A" stroke="#FBF5E9" stroke-width="3.2"` +
  ` stroke-linejoin="round"/>` +
  `<path d="M34 38l14 10.4H32.5L25 38z" fill="#F2AE3D" opacity=".55"/>` +
  `<path d="M25 28h9v10h-9z" fill="#F8C464"/></svg>`
