"""The script of the pages: what it adds is hidden without it."""

# Browsers offer `crypto.subtle`, the clipboard and sharing only over HTTPS and on localhost.
SCRIPT = """
const box = document.getElementById("compare");
if (box && window.crypto && crypto.subtle) {
  box.hidden = false;
  const result = box.querySelector("output");
  box.querySelector("input").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    if (!file) { result.textContent = ""; return; }
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    result.textContent = hash === box.dataset.sha256 ? box.dataset.same : box.dataset.other;
  });
}
for (const button of document.querySelectorAll("button[data-copies]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  const text = document.getElementById(button.dataset.copies);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.value);
      document.getElementById("shared").textContent = button.dataset.done;
    } catch { text.select(); }
  });
}
const share = document.getElementById("share");
if (share && navigator.share) {
  share.hidden = false;
  const url = document.getElementById("link").value;
  share.addEventListener("click", () => navigator.share({ title: document.title, url }).catch(() => {}));
}
"""
