/** The files that go with the next message, each with a way to take it back. */
import { useEffect, useState } from "preact/hooks";
import { isPicture } from "../uploads";
import { useWidget } from "./context";
import { Icon } from "./icons";

export function Tray({ files, onRemove }: { files: File[]; onRemove: (file: File) => void }) {
  if (files.length === 0) return null;
  return (
    <ul class="tray">
      {files.map((file, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two files may share a name
        <Item key={`${file.name}-${index}`} file={file} onRemove={() => onRemove(file)} />
      ))}
    </ul>
  );
}

function Item({ file, onRemove }: { file: File; onRemove: () => void }) {
  const { t } = useWidget();
  const picture = usePicture(file);
  return (
    <li class={picture ? "tray-item" : "tray-item named"}>
      {picture ? (
        <img src={picture} alt={file.name} />
      ) : (
        <>
          <Icon name="file" size={18} />
          <span class="file-name">{file.name}</span>
        </>
      )}
      <button type="button" aria-label={t.text("composer.remove", { name: file.name })} onClick={onRemove}>
        <Icon name="close" size={12} />
      </button>
    </li>
  );
}

function usePicture(file: File): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!isPicture(file.type)) return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url;
}
