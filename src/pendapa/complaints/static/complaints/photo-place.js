// The place that a camera wrote into a JPEG: [latitude, longitude] in degrees, or null. Read on the device alone.
const EXIF = 0x45786966, GPS_POINTER = 0x8825, LONGEST = 131072;

export async function placeInPhoto(file) {
  try {
    const view = new DataView(await file.slice(0, LONGEST).arrayBuffer());
    if (view.getUint16(0) !== 0xffd8) return null;
    for (let at = 2; at < view.byteLength - 4; at += 2 + view.getUint16(at + 2)) {
      if (view.getUint16(at) === 0xffe1 && view.getUint32(at + 4) === EXIF) return placeInTiff(view, at + 10);
      if (view.getUint16(at) === 0xffda) return null;
    }
  } catch { /* whatever is in the file, a photo without a place is no error */ }
  return null;
}

function placeInTiff(view, start) {
  const little = view.getUint16(start) === 0x4949;
  const short = (at) => view.getUint16(start + at, little), long = (at) => view.getUint32(start + at, little);
  const entries = (at) => Array.from({ length: short(at) }, (_, n) => at + 2 + n * 12);
  const pointer = entries(long(4)).find((entry) => short(entry) === GPS_POINTER);
  if (!pointer) return null;
  const gps = new Map(entries(long(pointer + 8)).map((entry) => [short(entry), entry]));
  const degrees = (tag) => {
    const at = long(gps.get(tag) + 8);
    return [0, 1, 2].reduce((sum, n) => sum + long(at + n * 8) / (long(at + n * 8 + 4) || 1) / 60 ** n, 0);
  };
  const sign = (tag) => ("SW".includes(String.fromCharCode(view.getUint8(start + gps.get(tag) + 8))) ? -1 : 1);
  const place = [degrees(2) * sign(1), degrees(4) * sign(3)];
  return place.every(Number.isFinite) && place.some((one) => one !== 0) ? place : null;
}
