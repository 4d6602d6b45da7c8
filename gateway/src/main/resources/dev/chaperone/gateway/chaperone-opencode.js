// SPDX-License-Identifier: Apache-2.0
// Plug-in of opencode: tells Chaperone what opencode is about to do, and stops it when Chaperone says so or does not
// answer. Needs nothing but opencode.
//
//   CHAPERONE_GATEWAY     where the gateway is, for example https://chaperone.example.com:8601; else what
//                         ~/.chaperone/gateway says
//   CHAPERONE_TOKEN_FILE  file with the token, readable by nobody else; else ~/.chaperone/token
//   CHAPERONE_PLAN        plan of the assistant, where the policy allows several
//   CHAPERONE_FAIL_OPEN   1: let opencode go on when Chaperone does not answer
//
// The environment is never sent or shown: it holds the keys of models.
import { execFile } from "node:child_process"
import { readFileSync, statSync } from "node:fs"
import { homedir } from "node:os"
import { join } from "node:path"

const MARK = "@MARK@"
const MILLIS = 2000
const MOST_SESSIONS = 1000

class NoAnswer extends Error {}

function firstLine(file) {
    try {
        return readFileSync(file, "utf8").split("\n")[0].trim()
    } catch {
        return ""
    }
}

function own(name) {
    return join(homedir(), ".chaperone", name)
}

function gateway() {
    const address = process.env.CHAPERONE_GATEWAY || firstLine(own("gateway"))
    if (!address) {
        throw new NoAnswer("CHAPERONE_GATEWAY does not say where the gateway is.")
    }
    if (!/^https?:\/\/[^\s"\\]+$/.test(address)) {
        throw new NoAnswer("CHAPERONE_GATEWAY must begin with https:// or http://, and be nothing but an address.")
    }
    return address.replace(/\/+$/, "")
}

function token() {
    const file = process.env.CHAPERONE_TOKEN_FILE || own("token")
    const found = firstLine(file)
    if (!found) {
        throw new NoAnswer("there is no token in the token file (~/.chaperone/token).")
    }
    if (!/^[\w-]+$/.test(found)) {
        throw new NoAnswer("what the token file holds is not a token.")
    }
    if (process.platform !== "win32" && (statSync(file).mode & 0o044) !== 0) {
        throw new NoAnswer("others can read the token file. Run 'chmod 600' on it.")
    }
    return found
}

// What git says, in one line; "" when it says nothing.
function git(folder, ...words) {
    return new Promise((told) => {
        execFile("git", ["-C", folder, ...words], { timeout: 500 }, (fault, out) => {
            const line = fault ? "" : out.trim()
            told(/^[\x21-\x7e]{1,1000}$/.test(line) ? line : "")
        })
    })
}

// Where the work is done, as headers for the record. Who signs in at the remote stays here.
async function workplace(folder) {
    const [remote, commit] = await Promise.all([
        git(folder, "config", "--get", "remote.origin.url"),
        git(folder, "rev-parse", "--verify", "--quiet", "HEAD"),
    ])
    const repository = remote.replace(/^([a-z+]+:\/\/)[^/]*@/i, "$1")
    return {
        ...(repository && { "x-chaperone-repository": repository }),
        ...(commit && { "x-chaperone-commit": commit }),
    }
}

// What Chaperone answers; throws NoAnswer when that is nothing.
async function send(event, told) {
    const headers = {
        "content-type": "application/json",
        "x-chaperone-token": token(),
        ...(await workplace(told.directory)),
    }
    const plan = process.env.CHAPERONE_PLAN
    if (plan) {
        if (!/^[\w.-]+$/.test(plan)) {
            throw new NoAnswer("CHAPERONE_PLAN holds what does not belong there.")
        }
        headers["x-chaperone-plan"] = plan
    }
    const address = `${gateway()}/hooks/opencode/${event}`
    let answer
    let body
    try {
        answer = await fetch(address, {
            method: "POST",
            headers,
            body: JSON.stringify(told),
            redirect: "manual",
            signal: AbortSignal.timeout(MILLIS),
        })
        body = await answer.text()
    } catch {
        throw new NoAnswer(
            "the gateway did not answer in time, so this was not let through. Try again; if that does not help, ask your administrator.",
        )
    }
    const type = answer.headers.get("content-type") ?? ""
    if (answer.status !== 200 || !type.endsWith(MARK)) {
        throw new NoAnswer(
            "something else than Chaperone answered at its address, so this was not let through. Ask your administrator.",
        )
    }
    return JSON.parse(body)
}

// Why it must not go on; null when it may.
async function objection(client, event, told) {
    try {
        const answer = await send(event, told)
        return answer.decision === "deny" ? answer.reason : null
    } catch (fault) {
        const why = fault instanceof NoAnswer ? fault.message : "the plug-in failed, so this was not let through."
        if (process.env.CHAPERONE_FAIL_OPEN !== "1") {
            return `Chaperone: ${why}`
        }
        show(client, `Chaperone: ${why} It went on unchecked, because CHAPERONE_FAIL_OPEN is 1.`)
        return null
    }
}

async function ask(client, event, told) {
    const reason = await objection(client, event, told)
    if (reason !== null) {
        throw new Error(reason)
    }
}

// opencode says nothing of why a prompt was stopped, so this does: on the screen a moment later, as opencode's own
// message takes the place of what is shown there.
function show(client, reason) {
    if (process.argv[2] === "run") {
        console.error(reason)
        return
    }
    const body = { title: "Chaperone", message: reason, variant: "error", duration: 20000 }
    // Where there is no screen, opencode's own message must do.
    setTimeout(() => client.tui.showToast({ body }).catch(() => {}), 1000)
}

export const Chaperone = async ({ client, directory }) => {
    // Of each session: the message that is being answered.
    const turns = new Map()
    const at = (sessionID) => ({ sessionID, messageID: turns.get(sessionID), directory })
    return {
        event: async ({ event }) => {
            if (event.type === "session.created") {
                await objection(client, event.type, at(event.properties.sessionID ?? event.properties.info?.id))
            }
        },
        "chat.message": async ({ sessionID }, { message, parts }) => {
            if (turns.size >= MOST_SESSIONS) {
                turns.delete(turns.keys().next().value)
            }
            turns.set(sessionID, message.id)
            const reason = await objection(client, "chat.message", { ...at(sessionID), model: message.model?.modelID, parts })
            if (reason !== null) {
                show(client, reason)
                throw new Error(reason)
            }
        },
        "tool.execute.before": async ({ tool, sessionID, callID }, { args }) => {
            await ask(client, "tool.execute.before", { ...at(sessionID), callID, tool, args })
        },
        "tool.execute.after": async ({ tool, sessionID, callID }, { metadata, ...result }) => {
            await ask(client, "tool.execute.after", { ...at(sessionID), callID, tool, result })
        },
        "experimental.text.complete": async ({ sessionID }, { text }) => {
            await ask(client, "experimental.text.complete", { ...at(sessionID), text })
        },
    }
}
