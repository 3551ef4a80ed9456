/** A leaderboard's result as a badge: an image, or JSON for a service that draws badges. */
package org.robustgrid.report.badge;
