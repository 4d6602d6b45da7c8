// SPDX-License-Identifier: Apache-2.0
// Runs before the first paint: the reader's choice, else the system's.
(() => {
    const root = document.documentElement;
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    const chosen = () => {
        try {
            return localStorage.getItem("theme") || "auto";
        } catch (_) {
            return "auto";
        }
    };
    const apply = () => {
        const choice = chosen();
        const dark = choice === "dark" || (choice === "auto" && system.matches);
        root.setAttribute("data-bs-theme", dark ? "dark" : "light");
        root.setAttribute("data-theme-choice", choice);
    };
    apply();
    system.addEventListener("change", apply);
    root.addEventListener("chaperone:theme", apply);
})();
