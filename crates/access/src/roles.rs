//! Roles and what they are made of. The five roles are fixed for now.

use yingda_model::member::RoleOut;
use yingda_model::{Ctx, Grants, Permission, Result, Role};

/// All roles with their permissions.
pub fn list(ctx: &Ctx) -> Result<Vec<RoleOut>> {
    ctx.reach(Permission::MemberRead)?;
    Ok(Role::ALL.iter().map(|role| RoleOut { name: *role, permissions: Grants::of(*role) }).collect())
}
