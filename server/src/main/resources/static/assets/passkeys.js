// SPDX-License-Identifier: Apache-2.0
// Asks the device for a passkey and sends its answer with the form. Where a browser can not, the
// form stays hidden and the page says so.
(() => {
    "use strict";

    const bytes = (text) =>
        Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
    const text = (buffer) =>
        btoa(String.fromCharCode(...new Uint8Array(buffer)))
            .replace(/\+/g, "-")
            .replace(/\//g, "_")
            .replace(/=+$/, "");
    const key = (id) => ({ type: "public-key", id: bytes(id) });

    const enter = async (asked) => {
        const given = await navigator.credentials.get({
            publicKey: {
                challenge: bytes(asked.challenge),
                rpId: asked.site,
                userVerification: "required",
            },
        });
        return {
            id: given.id,
            response: {
                clientDataJSON: text(given.response.clientDataJSON),
                authenticatorData: text(given.response.authenticatorData),
                signature: text(given.response.signature),
                userHandle: text(given.response.userHandle || new ArrayBuffer(0)),
            },
        };
    };

    const add = async (wanted) => {
        const made = await navigator.credentials.create({
            publicKey: {
                challenge: bytes(wanted.challenge),
                rp: { id: wanted.site, name: "Chaperone" },
                user: {
                    id: bytes(wanted.handle),
                    name: wanted.account,
                    displayName: wanted.name,
                },
                pubKeyCredParams: wanted.algorithms.map((alg) => ({ type: "public-key", alg })),
                excludeCredentials: wanted.known.map(key),
                authenticatorSelection: {
                    residentKey: "required",
                    requireResidentKey: true,
                    userVerification: "required",
                },
                attestation: "none",
            },
        });
        return {
            id: made.id,
            response: {
                clientDataJSON: text(made.response.clientDataJSON),
                attestationObject: text(made.response.attestationObject),
            },
        };
    };

    const words = (fault) => {
        switch (fault.name) {
            case "NotAllowedError":
                return "The device gave nothing: it was cancelled, took too long, or has no key for this site.";
            case "InvalidStateError":
                return "This device has a passkey of yours already.";
            default:
                return "That did not work. Try again, or sign in another way.";
        }
    };

    document.querySelectorAll("form[data-passkey]").forEach((form) => {
        if (!window.PublicKeyCredential || location.origin !== form.dataset.origin) {
            return;
        }
        form.hidden = false;
        document.querySelectorAll("[data-passkey-elsewhere]").forEach((note) => (note.hidden = true));
        const problem = form.querySelector("[data-passkey-problem]");
        form.addEventListener("submit", async (event) => {
            event.preventDefault();
            problem.hidden = true;
            try {
                const asked = await fetch(form.dataset.options, {
                    method: "POST",
                    body: new URLSearchParams(new FormData(form)),
                });
                if (asked.redirected) {
                    // A fresh sign-in is asked for first.
                    location.assign(asked.url);
                    return;
                }
                if (!asked.ok) {
                    throw new Error(`status ${asked.status}`);
                }
                const ask = form.dataset.passkey === "add" ? add : enter;
                form.elements.answer.value = JSON.stringify(await ask(await asked.json()));
                form.submit();
            } catch (fault) {
                problem.textContent = words(fault);
                problem.hidden = false;
            }
        });
    });
})();
