/**
 * Edits the similar questions, one per line: Enter opens the next line, Backspace on an empty one goes back, and pasting
 * many lines makes many questions. Lines that repeat something are marked and will not be saved.
 */
import { Button, Input, type InputRef } from "antd";
import { Plus, X } from "lucide-react";
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { limits } from "./fields";
import styles from "./SimilarField.module.css";
import { cleanSimilar, findRepetitions, parseSimilar } from "./similar";

interface Props {
  standard: string;
  id?: string;
  value?: string[];
  onChange?: (value: string[]) => void;
}

const none: string[] = [];

export function SimilarField({ standard, id, value = none, onChange }: Props) {
  const { t } = useTranslation("knowledge");
  const inputs = useRef<(InputRef | null)[]>([]);
  const [focus, setFocus] = useState<number | null>(null);
  // One empty line at the end is the place to type the next question; it is not part of the value.
  const lines = value.at(-1)?.trim() === "" ? value : [...value, ""];
  const marks = findRepetitions(standard, lines);
  const repeated = marks.filter((mark) => mark !== null).length;

  useEffect(() => {
    if (focus === null) return;
    inputs.current[focus]?.focus();
    setFocus(null);
  }, [focus]);

  const change = (next: string[]) => {
    const end = next.findLastIndex((line) => line !== "");
    onChange?.(next.slice(0, end + 1));
  };
  const replace = (index: number, ...parts: string[]) =>
    change(lines.toSpliced(index, 1, ...parts));

  const onPaste = (index: number) => (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = parseSimilar(event.clipboardData.getData("text"));
    if (pasted.length < 2) return;
    event.preventDefault();
    const before = lines[index] ?? "";
    replace(index, ...(before.trim() === "" ? pasted : [before, ...pasted]));
    setFocus(index + pasted.length + (before.trim() === "" ? 0 : 1));
  };
  const onKeyDown = (index: number) => (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      if ((lines[index] ?? "").trim() === "") return;
      if (index < lines.length - 1 && lines[index + 1] !== "")
        replace(index, lines[index] ?? "", "");
      setFocus(index + 1);
    } else if (event.key === "Backspace" && lines[index] === "" && index > 0) {
      event.preventDefault();
      if (index < lines.length - 1) replace(index);
      setFocus(index - 1);
    } else if (event.key === "ArrowDown" && index < lines.length - 1) setFocus(index + 1);
    else if (event.key === "ArrowUp" && index > 0) setFocus(index - 1);
  };

  return (
    <div className={styles.field} id={id}>
      <ol className={styles.lines}>
        {lines.map((line, index) => {
          const mark = marks[index];
          const tooLong = line.length > limits.similar;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in the list
            <li key={index} className={styles.line}>
              <Input
                ref={(input) => {
                  inputs.current[index] = input;
                }}
                variant="borderless"
                value={line}
                status={mark || tooLong ? "warning" : ""}
                aria-label={t("similar.line", { line: index + 1 })}
                placeholder={index === lines.length - 1 ? t("similar.placeholder") : ""}
                onChange={(event) => replace(index, event.target.value)}
                onPaste={onPaste(index)}
                onKeyDown={onKeyDown(index)}
              />
              {mark && (
                <span className={styles.mark}>
                  {t(mark === "standard" ? "similar.repeatsStandard" : "similar.repeatsEarlier")}
                </span>
              )}
              {tooLong && (
                <span className={styles.mark}>{t("similar.tooLong", { max: limits.similar })}</span>
              )}
              {line !== "" && (
                <Button
                  type="text"
                  size="small"
                  className={styles.remove}
                  icon={<X size={14} />}
                  aria-label={t("similar.remove", { question: line })}
                  onClick={() => replace(index)}
                />
              )}
            </li>
          );
        })}
      </ol>
      <div className={styles.foot}>
        <span className="numeric">
          {t("similar.count", { count: cleanSimilar(standard, value).length })}
        </span>
        {repeated > 0 && (
          <Button type="link" size="small" onClick={() => change(cleanSimilar(standard, value))}>
            {t("similar.dropRepetitions", { count: repeated })}
          </Button>
        )}
        <Button
          type="text"
          size="small"
          icon={<Plus size={14} />}
          onClick={() => setFocus(lines.length - 1)}
        >
          {t("similar.add")}
        </Button>
      </div>
    </div>
  );
}
