package org.robustgrid.run.cell;

/**
 * Images that somebody says break a model.
 *
 * @param model its id in the plan
 * @param threatModel in words
 * @param by who claims it
 * @param imagesHash SHA-256 of the file of images
 */
public record Claim(String model, String threatModel, String by, String imagesHash) {}
