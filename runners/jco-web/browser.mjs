// A headless browser as the host of guests: each has a page, and so a realm, of its own.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { MODULE } from "../jco-node/transpile.mjs";
import { discard, scratch } from "./scratch.mjs";

const TYPES = { ".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm" };
const MOST_STARTS = 3;
const HERE = fileURLToPath(new URL(".", import.meta.url));
const ENDINGS = fileURLToPath(new URL("../jco-node/endings.mjs", import.meta.url));

const PAGE = `<!doctype html><meta charset="utf-8"><title>a guest</title>
<script type="importmap">{"imports": {
    "@bytecodealliance/preview2-shim": "/shim/browser/index.js",
    "@bytecodealliance/preview2-shim/instantiation": "/shim/common/instantiation.js"
}}</script>`;

// What differs between the browsers, and why each option is there.
const ENGINES = {
    chrome: {
        browser: "chrome",
        pipe: true, // no port, and it ends with us
        args: [
            "--no-sandbox", // it may be run by root; what it loads is ours
            "--disable-web-security", // the peers of the suite allow no origin, and outgoing requests are to be seen
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--no-proxy-server",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        ],
        cannot: {},
    },
    firefox: {
        browser: "firefox",
        extraPrefsFirefox: {
            "javascript.options.wasm_js_promise_integration": true, // in this release it has to be asked for
            "network.proxy.type": 0,
            "app.update.enabled": false,
            "datareporting.policy.dataSubmissionEnabled": false,
            "toolkit.telemetry.enabled": false,
            "browser.safebrowsing.malware.enabled": false,
            "browser.safebrowsing.phishing.enabled": false,
            "network.captive-portal-service.enabled": false,
            "network.connectivity-service.enabled": false,
        },
        cannot: {
            "http-outgoing": "a page's requests to another origin need that origin's leave (CORS), and the peers give none",
        },
    },
};
const INCOMING = { "http-incoming": "a page has no way to take requests from outside" };

/** Starts the browser, with a profile of its own that goes when it ends. */
export async function open({ env, program, engine }) {
    const puppeteer = await import(
        pathToFileURL(createRequire(join(env, "package.json")).resolve("puppeteer-core")).href
    );
    const { cannot, ...settings } = ENGINES[engine];
    const profile = scratch();
    process.once("exit", () => discard(profile));
    const browser = await puppeteer.default.launch({
        ...settings,
        executablePath: program,
        headless: true,
        userDataDir: profile,
        protocolTimeout: 0,
        handleSIGINT: false,
        env: { ...process.env, HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
    });
    return new Browser(browser, { ...INCOMING, ...cannot }, await Site.open(env));
}

/** The page's files, on a port of the loopback interface: the harness, the shim, and the component of the moment. */
class Site {
    #server;
    #roots;

    static async open(env) {
        const site = new Site();
        const shim = join(env, "node_modules/@bytecodealliance/preview2-shim/dist");
        site.#roots = new Map([
            ["harness", HERE],
            ["shim", shim],
        ]);
        site.#server = createServer((request, response) => site.#answer(request, response));
        await new Promise((resolve) => site.#server.listen(0, "127.0.0.1", resolve));
        return site;
    }

    get origin() {
        return `http://127.0.0.1:${this.#server.address().port}`;
    }

    /** The URL under which a component's folder can be had from now on. */
    offer({ folder, key }) {
        this.#roots.set(key, folder);
        return `${this.origin}/${key}`;
    }

    close() {
        this.#server.close();
        this.#server.closeAllConnections();
    }

    #answer(request, response) {
        const { pathname } = new URL(request.url, "http://localhost");
        if (pathname === "/") {
            response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
            return;
        }
        const [root, ...rest] = pathname.slice(1).split("/");
        const file = pathname === "/harness/endings.mjs" ? ENDINGS : join(this.#roots.get(root) ?? "", ...rest);
        const type = TYPES[extname(file)];
        try {
            if (!this.#roots.has(root) || rest.includes("..") || type === undefined) {
                throw new Error("nothing of ours");
            }
            response.writeHead(200, { "content-type": type }).end(readFileSync(file));
        } catch {
            response.writeHead(404).end();
        }
    }
}

/** A browser that is up. */
class Browser {
    #browser;
    #cannot;
    #site;

    constructor(browser, cannot, site) {
        this.#browser = browser;
        this.#cannot = cannot;
        this.#site = site;
    }

    async parts() {
        const [name, version] = (await this.#browser.version()).split("/");
        return { [name.toLowerCase()]: version };
    }

    /** What it cannot do; throws where guests cannot even wait. */
    async cannot() {
        const jspi = await this.#inPage((page) => page.evaluate(() => typeof WebAssembly.Suspending === "function"));
        if (!jspi) {
            throw new Error("this browser has no JSPI, without which no guest can wait for anything");
        }
        return this.#cannot;
    }

    /** What came of the guest; null when it was not begun, for want of a page. */
    async run(component, job) {
        const url = `${this.#site.offer(component)}/${MODULE}`;
        for (let left = MOST_STARTS; left > 0; left -= 1) {
            const result = await this.#inPage((page) => page.evaluate(inPage, url, job));
            if (result) {
                return result;
            }
        }
        return null;
    }

    async close() {
        this.#site.close();
        await this.#browser.close();
    }

    async #inPage(action) {
        const page = await this.#browser.newPage();
        try {
            await page.goto(`${this.#site.origin}/`);
            return await action(page);
        } finally {
            await page.close().catch(() => {}); // one that crashed is gone already
        }
    }
}

/*
 * Runs in the page, which has nothing of the above. Now and then the process of Firefox that an empty page is in
 * crashes (why is not known), and Firefox shows a page of its own, with the same address: no guest is begun in that.
 */
async function inPage(url, job) {
    if (!document.querySelector('script[type="importmap"]')) {
        return null;
    }
    const [{ Guest }, module] = await Promise.all([import("/harness/guest.mjs"), import(url)]);
    const core = async (name) => WebAssembly.compileStreaming(fetch(new URL(name, url)));
    return new Guest(job).run({ module, core, url });
}
