// Narrows what is shown by library, kind, definition and text. Without a script everything is shown.
const form = document.querySelector("form");
const things = [...document.querySelectorAll("article")];
const texts = things.map((one) => one.textContent.toLowerCase().replace(/\s+/g, " "));
const count = form.querySelector("output");
const narrow = () => {
  const [library, kind, text] = ["library", "kind", "text"].map((name) => form.elements[name].value);
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const definition = form.elements.definition?.value ?? "";
  const lasting = form.elements.lasting.checked;
  let shown = 0;
  things.forEach((one, place) => {
    one.hidden =
      (library !== "" && one.dataset.library !== library) ||
      (kind !== "" && !one.dataset.kinds.split(" ").includes(kind)) ||
      (definition !== "" && !(one.dataset.definitions ?? "").split(" ").includes(definition)) ||
      (lasting && !("lasting" in one.dataset)) ||
      !words.every((word) => texts[place].includes(word));
    if (!one.hidden) shown += 1;
  });
  count.value = shown === things.length ? `all ${shown} shown` : `${shown} of ${things.length} shown`;
};
form.hidden = false;
form.addEventListener("input", narrow);
form.addEventListener("reset", () => setTimeout(narrow));
form.addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || /INPUT|SELECT/.test(event.target.tagName)) return;
  form.elements.text.focus();
  event.preventDefault();
});
narrow();
