"use strict";
(() => {
  // Photographs are made smaller before they travel; what cannot be read goes as it is.
  const EDGE = 2000, ENOUGH = 700e3;
  const shrink = async (file) => {
    if (!file.type.startsWith("image/") || file.size < ENOUGH) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, EDGE / Math.max(picture.width, picture.height));
      const canvas = Object.assign(document.createElement("canvas"), {
        width: Math.round(picture.width * scale), height: Math.round(picture.height * scale),
      });
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
      return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
    } catch { return file; }
  };
  document.addEventListener("change", async (event) => {
    const input = event.target;
    if (!input.matches?.("input[type=file][data-shrinks]") || !window.createImageBitmap) return;
    const chosen = [...input.files], smaller = await Promise.all(chosen.map(shrink));
    if (smaller.some((file, at) => file !== chosen[at])) {
      const files = new DataTransfer();
      smaller.forEach((file) => files.items.add(file));
      input.files = files.files;
    }
    input.dispatchEvent(new Event("shrunk", { bubbles: true }));
  });
})();
