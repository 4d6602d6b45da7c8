// SPDX-License-Identifier: Apache-2.0
// Small conveniences. Every page works without them.
(() => {
    "use strict";

    const root = document.documentElement;

    // --- light, dark, as the system -----------------------------------------------------------
    const themes = ["auto", "light", "dark"];
    const words = { auto: "as the system", light: "light", dark: "dark" };
    const button = document.getElementById("theme");
    const label = () => {
        const now = root.getAttribute("data-theme-choice") || "auto";
        button.setAttribute("aria-label", `Colours: ${words[now]}. Change`);
        button.title = `Colours: ${words[now]}`;
    };
    if (button) {
        button.hidden = false;
        label();
        button.addEventListener("click", () => {
            const now = root.getAttribute("data-theme-choice") || "auto";
            const next = themes[(themes.indexOf(now) + 1) % themes.length];
            try {
                localStorage.setItem("theme", next);
            } catch (_) {
                root.setAttribute("data-theme-choice", next);
            }
            root.dispatchEvent(new Event("chaperone:theme"));
            label();
        });
    }

    // --- copy ---------------------------------------------------------------------------------
    document.querySelectorAll("[data-copy]").forEach((copy) => {
        if (!navigator.clipboard) {
            return;
        }
        copy.hidden = false;
        const before = copy.textContent;
        copy.addEventListener("click", async () => {
            const source = document.getElementById(copy.getAttribute("data-copy"));
            try {
                await navigator.clipboard.writeText(source.textContent.trim());
                copy.textContent = "Copied";
            } catch (_) {
                copy.textContent = "Select and copy by hand";
            }
            setTimeout(() => (copy.textContent = before), 2000);
        });
    });

    // --- times in the reader's own zone, as a second line of the tooltip ------------------------
    const localTimes = (within) => {
        within.querySelectorAll("time[datetime]").forEach((time) => {
            if (!time.dataset.local) {
                time.dataset.local = new Date(time.dateTime).toLocaleString();
                time.title = `${time.title}\n${time.dataset.local} in your time zone`;
            }
        });
    };
    localTimes(document);

    // --- the live table -------------------------------------------------------------------------
    const live = document.getElementById("live");
    if (!live || !live.hasAttribute("hx-get")) {
        return;
    }
    const toggle = document.getElementById("pause");
    const state = document.getElementById("live-state");
    const announcer = document.getElementById("announce");
    let paused = false;
    let failed = 0;

    const rows = () => Array.from(live.querySelectorAll("tr[id]"));
    const show = () => {
        state.textContent = failed > 2 ? "Not connected" : paused ? "Paused" : "Live";
        state.className = failed > 2 ? "live-lost" : paused ? "live-paused" : "live-on";
    };
    toggle.hidden = false;
    state.hidden = false;
    show();
    toggle.addEventListener("click", () => {
        paused = !paused;
        toggle.setAttribute("aria-pressed", String(paused));
        show();
    });

    document.body.addEventListener("htmx:beforeRequest", (event) => {
        if (event.detail.elt === live && (paused || document.hidden)) {
            event.preventDefault();
        }
    });
    document.body.addEventListener("htmx:afterRequest", (event) => {
        if (event.detail.elt !== live) {
            return;
        }
        failed = event.detail.successful ? 0 : failed + 1;
        if (event.detail.xhr && event.detail.xhr.status === 401) {
            location.reload();
        }
        show();
    });

    // A row that is being read stays where it is when new ones push in above it.
    let anchor = null;
    let known = new Set(rows().map((row) => row.id));
    let unannounced = 0;
    document.body.addEventListener("htmx:beforeSwap", (event) => {
        if (event.detail.elt !== live) {
            return;
        }
        const first = rows().find((row) => row.getBoundingClientRect().top >= 0);
        const scrolled = live.getBoundingClientRect().top < 0;
        anchor = first && scrolled ? { id: first.id, top: first.getBoundingClientRect().top } : null;
    });
    document.body.addEventListener("htmx:afterSwap", (event) => {
        if (event.detail.elt !== live) {
            return;
        }
        const kept = anchor && document.getElementById(anchor.id);
        if (kept) {
            window.scrollBy(0, kept.getBoundingClientRect().top - anchor.top);
        }
        rows()
            .filter((row) => !known.has(row.id))
            .forEach((row) => {
                row.classList.add("fresh");
                unannounced += 1;
            });
        known = new Set(rows().map((row) => row.id));
        localTimes(live);
    });
    setInterval(() => {
        if (unannounced > 0) {
            announcer.textContent =
                unannounced === 1 ? "1 new request" : `${unannounced} new requests`;
            unannounced = 0;
        }
    }, 5000);
})();
