// Photos are made smaller on the phone, which also drops where they were taken; the real file input stays in use.
import { announce, arrived, locale, words } from "./page.js";

const LONGEST_SIDE = 2000, QUALITY = 0.8;
const size = (bytes) => bytes > 1048576
  ? `${(bytes / 1048576).toLocaleString(locale, { maximumFractionDigits: 1 })} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;

export function watchUpload(box) {
  const input = box.querySelector("input[type=file]"), results = box.querySelector("[data-results]");
  for (const [type, over] of [["dragover", true], ["dragleave", false], ["drop", false]])
    box.addEventListener(type, () => box.classList.toggle("upload-over", over));
  input.addEventListener("change", () => { holdBack(input.form, take()); });

  async function take() {
    const originals = [...input.files];
    if (!originals.length) return;
    const files = await Promise.all(originals.map(shrink));
    const transfer = new DataTransfer();
    files.forEach((file) => transfer.items.add(file));
    input.files = transfer.files;
    results.querySelectorAll("[data-chosen]").forEach((row) => row.remove());
    const rows = files.map((file, n) => row(file, originals[n]));
    results.append(...rows);
    if (box.dataset.upload) for (const [n, file] of files.entries()) await send(box, input, results, file, rows[n]);
  }
}

// A form sent while its files are still on their way waits for them; else they would arrive twice.
const underway = new WeakMap();
function holdBack(form, work) {
  if (!underway.has(form)) {
    let isWaiting = false;
    form.addEventListener("submit", async (event) => {
      const works = underway.get(form), { submitter } = event;
      if (!works.size) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (isWaiting) return;
      isWaiting = true;
      announce(`${words.sending}…`);
      while (works.size) await Promise.allSettled(works);
      isWaiting = false;
      form.requestSubmit(submitter);
    }, { capture: true });
    underway.set(form, new Set());
  }
  const works = underway.get(form), done = work.finally(() => works.delete(done));
  works.add(done);
}

export async function shrink(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  let bitmap;
  try { bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }); } catch { return file; }
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", QUALITY); });
  if (!blob || (blob.size >= file.size && scale === 1)) return file;
  return new File([blob], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" });
}

function row(file, original) {
  const made = Object.assign(document.createElement("div"), { className: "file-row" });
  made.dataset.chosen = "";
  const text = document.createElement("p"), facts = document.createElement("small");
  facts.textContent = file === original ? size(file.size) : `${size(file.size)}, ${words.shrunk} ${size(original.size)}`;
  text.append(file.name, facts);
  if (file.type.startsWith("image/")) {
    const picture = Object.assign(new Image(), { alt: "", src: URL.createObjectURL(file) });
    picture.onload = () => URL.revokeObjectURL(picture.src);
    made.append(picture);
  }
  made.append(text);
  return made;
}

function send(box, input, results, file, made) {
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
  bar.setAttribute("aria-label", `${words.sending} ${file.name}`);
  const text = made.querySelector("p"), facts = text.querySelector("small");
  text.append(bar);
  const body = new FormData();
  body.append(input.name, file);
  const request = new XMLHttpRequest();
  request.open("POST", box.dataset.upload);
  request.setRequestHeader("X-CSRFToken", input.form.elements.csrfmiddlewaretoken?.value || "");
  request.upload.onprogress = (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; };
  return new Promise((done) => {
    const fail = () => { bar.remove(); facts.append(` · ${words.failed}`); done(); };
    request.onerror = fail;
    request.onload = () => {
      if (request.status >= 300) { fail(); return; }
      results.innerHTML = request.responseText;
      input.value = "";
      arrived(results);
      announce(`${file.name} ${words.sent}`);
      done();
    };
    request.send(body);
  });
}
