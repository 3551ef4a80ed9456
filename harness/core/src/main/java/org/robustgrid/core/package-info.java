/**
 * What the packages below share: the error a user can mend. Planning, running and judging live in
 * packages of their own.
 */
package org.robustgrid.core;
