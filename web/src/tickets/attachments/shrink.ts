/**
 * Makes a photo small before it is sent: phones take ten times what a screen shows. Drawing it anew also leaves out all
 * that stood beside the picture: the place where it was taken, the time, the device.
 */
const LONGEST_EDGE = 1_920;
const QUALITY = 0.82;
/** A drawing stays one without loss up to this size. */
const LOSSLESS_BYTES = 1_500_000;

/** What is no image, or one that this browser cannot read, stays as it is: the server says what it thinks of it. */
export async function shrink(file: File): Promise<Blob> {
  if (!file.type.startsWith('image/')) return file;
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => undefined);
  if (!picture) return file;
  const scale = Math.min(1, LONGEST_EDGE / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext('2d');
  if (!pen) return file;
  const draw = () => pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  try {
    if (file.type === 'image/png') {
      draw();
      const exact = await encode(canvas, 'image/png');
      if (exact && exact.size <= LOSSLESS_BYTES) return exact;
    }
    // A JPEG has no transparency: what was clear would become black.
    pen.fillStyle = 'white';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    draw();
    return (await encode(canvas, 'image/jpeg')) ?? file;
  } finally {
    picture.close();
  }
}

function encode(canvas: HTMLCanvasElement, type: string): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, QUALITY));
}
