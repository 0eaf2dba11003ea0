import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import i18next from "i18next";
import { useState } from "react";
import { initReactI18next } from "react-i18next";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import knowledge from "@/messages/en/knowledge.json";
import { SimilarField } from "./SimilarField";

afterEach(cleanup);

beforeAll(() =>
  i18next.use(initReactI18next).init({ lng: "en", resources: { en: { knowledge } } }),
);

function Field({ initial }: { initial: string[] }) {
  const [value, setValue] = useState(initial);
  return (
    <>
      <SimilarField standard="How do I return it?" value={value} onChange={setValue} />
      <output>{value.join("|")}</output>
    </>
  );
}

const value = () => screen.getByRole("status").textContent;
const lines = () => screen.getAllByRole<HTMLInputElement>("textbox");
const last = () => lines().at(-1) as HTMLInputElement;

describe("SimilarField", () => {
  it("makes many questions of a pasted list", () => {
    render(<Field initial={["Send it back"]} />);
    fireEvent.paste(last(), {
      clipboardData: { getData: () => "1. Return process\n2. Give it back\n" },
    });
    expect(value()).toBe("Send it back|Return process|Give it back");
  });

  it("goes on to the next line with Enter, unless an input method is composing", async () => {
    render(<Field initial={[]} />);
    await userEvent.type(last(), "ab{Enter}cd");
    expect(value()).toBe("ab|cd");
    fireEvent.keyDown(last(), { key: "Enter", isComposing: true });
    expect(lines()).toHaveLength(3);
  });

  it("marks repetitions and removes them when asked", async () => {
    render(<Field initial={["how do i return it", "Send it back", "send it back!"]} />);
    expect(screen.getByText(/Same as the standard question/)).toBeDefined();
    expect(screen.getByText(/Same as a line above/)).toBeDefined();
    await userEvent.click(screen.getByRole("button", { name: "Remove 2 repetitions" }));
    expect(value()).toBe("Send it back");
  });

  it("removes an empty line with Backspace", async () => {
    render(<Field initial={["Send it back", "", "Give it back"]} />);
    await userEvent.click(lines()[1] as HTMLInputElement);
    await userEvent.keyboard("{Backspace}");
    expect(value()).toBe("Send it back|Give it back");
    expect(document.activeElement).toBe(lines()[0]);
  });
});
