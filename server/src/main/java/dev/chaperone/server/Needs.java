// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Names the permission that a route needs. [Guard] refuses routes that name none.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Needs {
    Permission value();

    /// Whether whoever signed in on the pages long ago has to show again who they are.
    boolean fresh() default false;
}
