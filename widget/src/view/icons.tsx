/** The widget's own icons, drawn on a 24-unit grid with the colour of the text around them. */
const PATHS = {
  chat: "M12 3.5c-5 0-9 3.4-9 7.7 0 2.4 1.3 4.5 3.3 5.9l-.5 3 3.3-1.5c.9.2 1.9.4 2.9.4 5 0 9-3.5 9-7.8s-4-7.7-9-7.7Z",
  down: "m6 9.5 6 6 6-6",
  close: "m6.5 6.5 11 11m0-11-11 11",
  send: "M12 19V5.5m-6 6 6-6 6 6",
  attach:
    "m20 11.5-8 8a5 5 0 0 1-7.1-7.1l8.2-8.1a3.4 3.4 0 0 1 4.8 4.8l-8.2 8.1a1.8 1.8 0 0 1-2.5-2.5l7.5-7.4",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7 8c.6-3.4 3.5-5.5 7-5.5s6.4 2.1 7 5.5",
  file: "M13.5 3.5H7a1.5 1.5 0 0 0-1.5 1.5v14A1.5 1.5 0 0 0 7 20.5h10a1.5 1.5 0 0 0 1.5-1.5V8.5l-5-5Zm0 0v5h5",
  download: "M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 19.5h14",
  end: "M14.5 4.5H18A1.5 1.5 0 0 1 19.5 6v12a1.5 1.5 0 0 1-1.5 1.5h-3.5M10 8l-4.5 4L10 16m-4-4h9",
  next: "m9.5 6 6 6-6 6",
  clock: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17Zm0-13V12l3 2",
  up: "M7 11v8.5H4.5V11H7Zm0 0 4-7c1.4 0 2.2 1 2 2.4L12.5 10H18a1.7 1.7 0 0 1 1.7 2l-1.2 6a1.8 1.8 0 0 1-1.8 1.5H7",
  check: "m5 12.5 4.5 4.5L19 7.5",
  alert: "M12 8v4.5m0 3.5h.01M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17Z",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20, className }: { name: IconName; size?: number; className?: string }) {
  const dots = name === "more" || name === "alert";
  return (
    <svg
      class={className ? `icon ${className}` : "icon"}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width={name === "more" ? 2.6 : dots ? 2 : 1.7}
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

/** From very unhappy (1) to very happy (5). */
const MOUTHS = [
  "M8 17c1-2.3 2.4-3.2 4-3.2s3 .9 4 3.2",
  "M8.5 16.3c1-1.2 2.2-1.7 3.5-1.7s2.5.5 3.5 1.7",
  "M8.5 15.5h7",
  "M8.5 14.5c1 1.2 2.2 1.7 3.5 1.7s2.5-.5 3.5-1.7",
  "M7.7 13.7c.8 2.7 2.4 3.8 4.3 3.8s3.5-1.1 4.3-3.8Z",
];

export function Face({ score }: { score: number }) {
  return (
    <svg
      class="icon"
      width={32}
      height={32}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <circle cx="12" cy="12" r="9.5" />
      <path d="M9 9.5v.5m6-.5v.5" stroke-width="2.2" />
      <path d={MOUTHS[score - 1]} />
    </svg>
  );
}
