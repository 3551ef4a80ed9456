/**
 * Networks and classifiers: what an architecture plugin builds, and what attacks and defenses ask.
 */
package org.robustgrid.spi.network;
