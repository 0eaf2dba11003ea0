/**
 * Files between the customer's device and the server: what may be sent, the upload itself, and the local
 * pictures shown meanwhile. Messages about them are the outbox's business.
 */
import type { Api } from "./api";
import type { Attachment, MessageContent } from "./protocol";
import type { Session } from "./session";

export const FILE_LIMIT_BYTES = 20 * 1024 * 1024;
export const FILES_AT_ONCE = 5;
/** Pictures every browser draws and none runs: no SVG. */
const PICTURES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

export function isPicture(mediaType: string): boolean {
  return PICTURES.has(mediaType);
}

/** Why a file cannot be sent, or null. */
export function refusalOf(file: File): "composer.fileTooLarge" | "composer.fileEmpty" | null {
  if (file.size > FILE_LIMIT_BYTES) return "composer.fileTooLarge";
  return file.size === 0 ? "composer.fileEmpty" : null;
}

/** What is shown for a file before the server has named it. */
export function attachmentContent(file: File, attachment?: Attachment): MessageContent {
  return {
    kind: isPicture(file.type) ? "image" : "file",
    attachment: attachment ?? { id: "", name: file.name, media_type: file.type, size: file.size, url: "" },
    text: null,
  };
}

export class Uploads {
  private readonly files = new Map<string, File>();
  private readonly running = new Map<string, AbortController>();
  private readonly previews = new Map<string, string>();

  constructor(
    private readonly api: Api,
    private readonly session: Session,
  ) {}

  /** Keeps the file for its upload; answers with a local address when it is a picture. */
  hold(clientId: string, file: File): string | null {
    this.files.set(clientId, file);
    if (!isPicture(file.type)) return null;
    const preview = URL.createObjectURL(file);
    this.previews.set(clientId, preview);
    return preview;
  }

  isOpen(clientId: string): boolean {
    return this.files.has(clientId);
  }

  /** The picture on this device, so that it need not be loaded back from the server. */
  previewOf(clientId: string | null): string | null {
    return clientId === null ? null : (this.previews.get(clientId) ?? null);
  }

  async run(clientId: string, onProgress: (share: number) => void): Promise<MessageContent> {
    const file = this.files.get(clientId);
    if (!file) throw new Error("no file is held for this message");
    const abort = new AbortController();
    this.running.set(clientId, abort);
    const attachment = await this.session.call((token) =>
      this.api.upload(token, file, onProgress, abort.signal),
    );
    this.files.delete(clientId);
    return attachmentContent(file, attachment);
  }

  release(clientId: string): void {
    this.running.get(clientId)?.abort();
    this.files.delete(clientId);
    const preview = this.previews.get(clientId);
    if (preview) URL.revokeObjectURL(preview);
    this.previews.delete(clientId);
  }
}
