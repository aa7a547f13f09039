// Barcodes in what a camera sees: read by the browser where it can (Chrome on most Android phones), else by
// ZXing as WebAssembly (iPhones, WeChat, Firefox, phones without Google's services), fetched from our own
// files when a camera is first opened.
export type BarcodeReader = { detect: (video: HTMLVideoElement) => Promise<{ rawValue: string }[]> }
type Native = {
  new (options: { formats: string[] }): BarcodeReader
  getSupportedFormats: () => Promise<string[]>
}

/** What labels carry: GTINs, our own order labels and SSCCs (Code 128), serials, GS1 Digital Links. */
const formats = ['ean_13', 'ean_8', 'upc_a', 'code_128', 'code_39', 'itf', 'qr_code', 'data_matrix'] as const

export async function openBarcodeReader(): Promise<BarcodeReader> {
  const native = (globalThis as { BarcodeDetector?: Native }).BarcodeDetector
  // A browser may know the interface and read nothing at all.
  const known = (await native?.getSupportedFormats().catch(() => [])) ?? []
  if (native && formats.every((format) => known.includes(format)))
    return new native({ formats: [...formats] })
  const [{ BarcodeDetector, prepareZXingModule }, { default: wasm }] = await Promise.all([
    import('barcode-detector/ponyfill'),
    import('zxing-wasm/reader/zxing_reader.wasm?url'),
  ])
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true })
  return new BarcodeDetector({ formats: [...formats] })
}
