// A photo of a phone made small enough to send from a cellar: at most 500 kB of JPEG, told before it is kept.
const bytes_max = 500_000
const sides = [1600, 1280, 1024, 800, 640] as const
const qualities = [0.82, 0.7, 0.55] as const

async function asJpeg(picture: ImageBitmap, side: number, quality: number): Promise<Blob | null> {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality))
}

async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer())
  let text = ''
  for (let from = 0; from < bytes.length; from += 8_192) {
    text += String.fromCharCode(...bytes.subarray(from, from + 8_192))
  }
  return btoa(text)
}

/** Base64 of a JPEG; null when the file is no picture that this browser can read. */
export async function smallPhoto(file: File): Promise<string | null> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null)
  if (!picture) return null
  for (const side of sides) {
    for (const quality of qualities) {
      const blob = await asJpeg(picture, side, quality)
      if (blob && blob.size <= bytes_max) return base64Of(blob)
    }
  }
  return null
}
