// What a form's page gains with script: questions that wait for an answer, and places found while typing.

const PLACES_SHOWN = 6; // as many as the server shows without script

const answersTo = (form, name) =>
  [...form.elements].filter((one) => one.name === name && (one.checked || one.tagName === "SELECT")).map((one) => one.value);

function showWhatApplies(form) {
  for (const block of form.querySelectorAll("[data-show-if]")) {
    const wanted = JSON.parse(block.dataset.showIf);
    block.hidden = !answersTo(form, wanted.field).some((answer) => wanted.is.includes(answer));
  }
}

function choiceOf(place, name, position) {
  const label = document.createElement("label");
  label.className = "choice";
  const input = document.createElement("input");
  Object.assign(input, { type: "radio", name: `${name}.code`, value: place.code, id: `id_${name}_found_${position}` });
  label.htmlFor = input.id;
  const text = document.createElement("span");
  text.textContent = place.full_name;
  label.append(input, text);
  return label;
}

function searchWhileTyping(picker) {
  const search = picker.querySelector("input[type=search]");
  const results = picker.querySelector("[data-place-results]");
  const status = picker.querySelector("[data-place-status]");
  let waiting;
  let latest = 0;
  const ask = async () => {
    const words = search.value.trim();
    if (words.length < 3) return;
    const mine = ++latest;
    const answer = await fetch(`${picker.dataset.place}?q=${encodeURIComponent(words)}`).catch(() => null);
    if (!answer?.ok || mine !== latest) return;
    const { results: places } = await answer.json();
    const chosen = results.querySelector("input:checked");
    const others = places.filter((place) => place.code !== chosen?.value).slice(0, PLACES_SHOWN);
    results.replaceChildren(
      ...(chosen ? [chosen.closest("label")] : []),
      ...others.map((place, position) => choiceOf(place, picker.dataset.name, position)),
    );
    status.textContent = places.length ? status.dataset.some : status.dataset.none;
  };
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    ask();
  });
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 250);
  });
}

for (const form of document.forms) {
  if (form.querySelector("[data-show-if]")) {
    form.addEventListener("change", () => showWhatApplies(form));
    showWhatApplies(form);
  }
  form.querySelectorAll("[data-place]").forEach(searchWhileTyping);
}
