/** Files of a person on their way into the local Slack. */

/** The bytes of `file` as Base64. */
async function base64(file) {
  const address = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
  return address.slice(address.indexOf(",") + 1);
}

/** The act that uploads `file`; `more` says where to, and what is written with it. */
export async function uploadAct(file, more) {
  return { act: "upload", name: file.name, content_base64: await base64(file), ...more };
}

/** `1.2 MB` */
export function sizeText(bytes) {
  if (!bytes) return null;
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
