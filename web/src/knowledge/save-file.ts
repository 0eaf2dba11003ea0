/** Hands the reader a file that was made in the browser. */
export function saveFile(name: string, text: string, mediaType: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${mediaType};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken its own hold of the data by the next turn of the event loop.
  setTimeout(() => URL.revokeObjectURL(url));
}
