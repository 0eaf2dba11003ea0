/** What a channel's logo may be. The limits mirror the server's. Pure. */

export const logoLimits = {
  types: ["image/png", "image/jpeg", "image/webp"],
  bytes: 256 * 1024,
} as const;

/** Why a file can't become a logo; the server looks into it as well. */
export function fileFault(file: { type: string; size: number }): "type" | "size" | null {
  if (!(logoLimits.types as readonly string[]).includes(file.type)) return "type";
  return file.size > logoLimits.bytes ? "size" : null;
}
