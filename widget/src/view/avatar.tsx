/** A small round picture: the company's logo, or the first character of a name. */
import { useState } from "preact/hooks";
import { useWidget } from "./context";
import { Icon } from "./icons";

interface AvatarProps {
  /** Of a person; without it the company is shown. */
  name?: string | null;
  size?: "small" | "medium";
}

export function Avatar({ name, size = "medium" }: AvatarProps) {
  const { settings, title, messenger } = useWidget();
  const [broken, setBroken] = useState(false);
  // A path below the server, as the server gave it.
  const logo = !name && settings.logo?.startsWith("/") ? messenger.server + settings.logo : null;
  const letter = [...(name || title).trim()][0]?.toUpperCase();
  return (
    <span class={`avatar ${size} ${name ? "person" : "company"}`} aria-hidden="true">
      {logo && !broken ? (
        <img src={logo} alt="" onError={() => setBroken(true)} />
      ) : (
        (letter ?? <Icon name="chat" size={16} />)
      )}
    </span>
  );
}
