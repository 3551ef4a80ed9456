package org.robustgrid.run.plugin;

/**
 * Why a plugin is left out.
 *
 * @param source where it was found
 * @param message what is wrong and what to do
 */
public record PluginProblem(String source, String message) {}
