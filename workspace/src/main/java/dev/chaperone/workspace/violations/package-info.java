// SPDX-License-Identifier: Apache-2.0
/// Violations of the policy: cases that are opened, heard and decided. Read [Cases].
package dev.chaperone.workspace.violations;
