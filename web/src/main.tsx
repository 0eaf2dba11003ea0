/** Starts the app: tokens, language, cache, router. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";
import { createCache } from "./api/cache";
import { Providers } from "./app/Providers";
import { createRouter } from "./app/router";
import { applyStoredAppearance } from "./design/appearance";
import { installTokens } from "./design/css";
import "./design/global.css";
import { startTranslations } from "./i18n/setup";

applyStoredAppearance();
installTokens();

const cache = createCache();

startTranslations().then(() => {
  const root = document.getElementById("root");
  if (!root) throw new Error("the page has no #root");
  createRoot(root).render(
    <StrictMode>
      <Providers cache={cache}>
        <RouterProvider router={createRouter(cache)} />
      </Providers>
    </StrictMode>,
  );
});
