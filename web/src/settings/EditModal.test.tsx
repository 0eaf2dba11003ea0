import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { App, Form, Input } from "antd";
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { Problem } from "@/api/problem";
import problems from "@/messages/en/problems.json";
import settings from "@/messages/en/settings.json";
import ui from "@/messages/en/ui.json";
import { EditModal } from "./EditModal";

afterEach(cleanup);

beforeAll(() =>
  i18next.use(initReactI18next).init({ lng: "en", resources: { en: { problems, settings, ui } } }),
);

interface Fields {
  name: string;
}

function open(onSave: (fields: Fields) => Promise<unknown>, onStale = vi.fn()) {
  const onClose = vi.fn();
  render(
    <App>
      <EditModal<Fields>
        title="Queue"
        initial={{ name: "Sales" }}
        okText="Save"
        onSave={onSave}
        onClose={onClose}
        onStale={onStale}
      >
        <Form.Item name="name" label="Name">
          <Input />
        </Form.Item>
      </EditModal>
    </App>,
  );
  return { onClose, onStale };
}

const save = () => userEvent.click(screen.getByRole("button", { name: "Save" }));

describe("EditModal", () => {
  it("shows the server's error at its field", async () => {
    const taken = { pointer: "/name", code: "unheard_of", detail: "is used by another queue" };
    open(() => Promise.reject(new Problem({ code: "invalid", status: 422, errors: [taken] })));
    await save();
    const error = await screen.findByText("is used by another queue");
    expect(error.closest(".ant-form-item")).not.toBeNull();
    expect(screen.queryByRole("alert", { name: /invalid/ })).toBeNull();
  });

  it("reads again after a stale write and says so", async () => {
    const stale = new Problem({ code: "stale_version", status: 409 });
    const { onStale } = open(() => Promise.reject(stale));
    await save();
    await screen.findByText(settings.form.stale);
    expect(onStale).toHaveBeenCalledOnce();
  });

  it("asks before closing over unsaved changes, and not otherwise", async () => {
    const { onClose } = open(() => Promise.resolve());
    await userEvent.type(screen.getByLabelText("Name"), "x");
    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
    expect(onClose).not.toHaveBeenCalled();
    await userEvent.click(await screen.findByRole("button", { name: ui.unsaved.leave }));
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  });
});
