package io.clusteragent;

import io.clusteragent.instrument.Gateway;
import io.clusteragent.observe.Switch;

/** Lets operators switch the routing of {@link Gateway} on and off. */
final class RoutingSwitch implements Switch {
  @Override
  public boolean isOn() {
    return Gateway.isRouting();
  }

  @Override
  public void turn(boolean on) {
    Gateway.setRouting(on);
  }
}
