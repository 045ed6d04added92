// Looks for the number that solves the puzzle of the page, a few hundred hashes at a time, while the person goes on.
const AT_ONCE = 200;

export async function solveInBackground(form) {
  const { puzzle, puzzle_answer: answer } = form.elements;
  if (!globalThis.crypto?.subtle) return;
  const bits = Number(puzzle.dataset.puzzleBits), encoder = new TextEncoder();
  for (let from = 0; !answer.value; from += AT_ONCE) {
    const numbers = Array.from({ length: AT_ONCE }, (_, n) => from + n);
    const digests = await Promise.all(numbers.map((number) => crypto.subtle.digest("SHA-256", encoder.encode(`${puzzle.value}:${number}`))));
    const found = digests.findIndex((digest) => zeroBits(new Uint8Array(digest)) >= bits);
    if (found >= 0) answer.value = numbers[found];
    await new Promise((done) => { setTimeout(done); });
  }
}

function zeroBits(bytes) {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? bytes.length * 8 : first * 8 + Math.clz32(bytes[first]) - 24;
}
