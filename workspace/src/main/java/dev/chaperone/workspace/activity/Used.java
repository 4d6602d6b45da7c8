// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

/// How much of one model somebody used with one tool: only what was sent.
///
/// @param input tokens of prompts, as far as vendors told
/// @param output tokens of answers, as far as vendors told
/// @param bytesIn of prompts of which no vendor told the tokens
/// @param bytesOut of answers of which no vendor told the tokens
public record Used(
        PersonId person,
        ToolId tool,
        @Nullable String model,
        long requests,
        long input,
        long output,
        long bytesIn,
        long bytesOut) {}
