/**
 * What an attack plugin implements: {@link org.robustgrid.spi.attack.AttackProvider} creates an
 * {@link org.robustgrid.spi.attack.Attack}, which answers an {@link
 * org.robustgrid.spi.attack.AttackRequest}.
 */
package org.robustgrid.spi.attack;
