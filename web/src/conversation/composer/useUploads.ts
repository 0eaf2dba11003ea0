/** Files on their way to the server before their message is sent: previewed, retried, removed. */
import { useEffect, useRef, useState } from "react";
import { call } from "@/api/client";
import { Problem } from "@/api/problem";
import type { AttachmentOut } from "@/api/types";

export interface Upload {
  key: string;
  file: File;
  /** For pictures, until they are sent. */
  preview: string | null;
  attachment: AttachmentOut | null;
  problem: Problem | null;
}

export function useUploads() {
  const [uploads, setUploads] = useState<Upload[]>([]);
  const previews = useRef(new Set<string>());

  useEffect(() => {
    const made = previews.current;
    return () => {
      for (const preview of made) URL.revokeObjectURL(preview);
    };
  }, []);

  const update = (key: string, change: Partial<Upload>) =>
    setUploads((now) => now.map((one) => (one.key === key ? { ...one, ...change } : one)));

  const start = (key: string, file: File) => {
    update(key, { problem: null });
    call("attachment_create", { query: { name: file.name }, body: file }).then(
      (attachment) => update(key, { attachment }),
      (error: unknown) => update(key, { problem: Problem.of(error) }),
    );
  };

  const add = (files: Iterable<File>) => {
    for (const file of files) {
      const key = crypto.randomUUID();
      const preview = file.type.startsWith("image/") ? URL.createObjectURL(file) : null;
      if (preview) previews.current.add(preview);
      setUploads((now) => [...now, { key, file, preview, attachment: null, problem: null }]);
      start(key, file);
    }
  };

  return {
    uploads,
    add,
    retry: (upload: Upload) => start(upload.key, upload.file),
    remove: (key: string) => setUploads((now) => now.filter((one) => one.key !== key)),
    clear: () => setUploads([]),
    /** Nothing under way and nothing failed: what is attached can be sent. */
    ready: uploads.every((upload) => upload.attachment !== null),
  };
}
