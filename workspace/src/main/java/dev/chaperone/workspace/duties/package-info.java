// SPDX-License-Identifier: Apache-2.0
/// What people have to do. One answer for pages, API, command line and mail: [Duties].
package dev.chaperone.workspace.duties;
