// Asks before a step that cannot be undone. Without script the server asks on a page of its own.
export function askFirst(button, words) {
  const dialog = document.createElement("dialog");
  const question = Object.assign(document.createElement("p"), { className: "confirm-question", id: "confirm-question" });
  question.textContent = button.dataset.confirm;
  const answers = Object.assign(document.createElement("div"), { className: "actions" });
  const answer = (label, look, then) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: `button ${look}`, textContent: label });
    made.onclick = () => { dialog.close(); then(); };
    answers.append(made);
  };
  answer(words.no, "button-outline", () => {});
  answer(words.yes, "", () => {
    button.dataset.confirmed = "1";
    if (button.form) button.form.requestSubmit(button); else button.click();
    delete button.dataset.confirmed;
  });
  dialog.setAttribute("aria-labelledby", "confirm-question");
  dialog.append(question, answers);
  dialog.onclose = () => { dialog.remove(); button.focus(); };
  document.body.append(dialog);
  dialog.showModal();
}
