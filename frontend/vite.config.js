// Three bundles from one source: the pages (hashed, with a manifest), the drawing on Node, and the single-file page.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export const OUT = here("../src/lianqun/maps/assets");

const SHARED = {
  root: here("."),
  base: "./",
  configFile: false,
  publicDir: false,
  logLevel: "error",
  define: { "process.env.NODE_ENV": '"production"' },
};

const pages = () => {
  const input = { draw: here("src/draw/main.js"), site: here("src/site/main.js") };
  if (existsSync(here("src/site/site.css"))) input.look = here("src/site/site.css");
  return {
    ...SHARED,
    build: {
      outDir: OUT,
      emptyOutDir: false,
      assetsDir: "",
      manifest: "manifest.json",
      modulePreload: false,
      chunkSizeWarningLimit: 1500,
      rollupOptions: {
        input,
        output: {
          entryFileNames: "[name].[hash].js",
          chunkFileNames: "[name].[hash].js",
          assetFileNames: "[name].[hash][extname]",
        },
      },
    },
  };
};

const single = (entry, format, fileName) => ({
  ...SHARED,
  build: {
    outDir: OUT,
    emptyOutDir: false,
    chunkSizeWarningLimit: 1500,
    lib: {
      entry: here(entry),
      formats: [format],
      name: "lianqunStandalone",
      fileName: () => fileName,
      cssFileName: "standalone",
    },
    rollupOptions: { output: { entryFileNames: fileName } },
  },
});

const node = () => {
  const config = single("src/draw/ssr.js", "es", "ssr.mjs");
  return { ...config, ssr: { noExternal: true, target: "node" }, build: { ...config.build, ssr: true } };
};

export const BUNDLES = [pages, () => single("src/draw/standalone.js", "iife", "standalone.js"), node];

export default pages();
