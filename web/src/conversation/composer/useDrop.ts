/** Files dragged over and dropped on an element. */
import { useEffect, useState } from "react";

export function useDrop(onFiles: (files: Iterable<File>) => void) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const end = () => setOver(false);
    window.addEventListener("dragend", end);
    return () => window.removeEventListener("dragend", end);
  }, []);
  return {
    over,
    on: {
      onDragOver: (event: React.DragEvent) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop: (event: React.DragEvent) => {
        setOver(false);
        if (event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        onFiles(event.dataTransfer.files);
      },
    },
  };
}
